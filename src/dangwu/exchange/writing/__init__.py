"""What reaches the register and what leaves it: set-based imports and undo, workbooks out."""
