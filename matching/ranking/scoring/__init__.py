"""From an enterprise and an index to features and scores."""
