"""Public read pages: providers, modules, scenarios and industries."""
