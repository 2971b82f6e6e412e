"""The library as ranking reads it: scenarios, trades and places as arrays."""
