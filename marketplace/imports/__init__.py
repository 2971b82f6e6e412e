"""Files in and out: staging, confirmation, and one short transaction."""
