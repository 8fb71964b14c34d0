"""What has been made, as rows of the register."""
