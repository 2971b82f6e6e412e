"""The marketplace service: pages, API, command line and database."""
