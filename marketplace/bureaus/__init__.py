"""County, city and provincial bureaus."""
