"""Reference and demonstration data of the marketplace, with the loaders that check it."""
