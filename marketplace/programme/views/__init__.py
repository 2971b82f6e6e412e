"""Pages of the programme, by who uses them."""
