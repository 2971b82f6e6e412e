"""The version of the engine, printed in runs and stored with them."""

ENGINE_VERSION = "matching-1.5"
