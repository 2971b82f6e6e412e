"""As many invented firms as a province has, for measuring: every row a function of its number alone."""
