"""Solution modules (小而精) and their versions, from draft to retirement."""
