"""The pages of this room: gate, form, one action, answer."""
