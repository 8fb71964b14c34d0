"""The sub-commands of `dangwu`, one module each; see `dangwu.config.cli`."""
