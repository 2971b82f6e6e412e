"""Reference data: industries, GB/T codes, counties, the scenario library and a county's N/X marks."""
