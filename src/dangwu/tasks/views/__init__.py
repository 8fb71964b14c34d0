"""Pages of tasks: lists, the form that gives work, one task with what is done to it."""
