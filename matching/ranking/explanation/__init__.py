"""Why a candidate stands where it stands."""
