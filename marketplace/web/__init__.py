"""Flask glue that every area shares: sessions, permissions, forms, errors, headers and the API frame."""
