"""What an administrator runs: backup, restore and verification of a backup, and ``marketplace doctor``."""
