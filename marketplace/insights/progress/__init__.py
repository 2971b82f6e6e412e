"""The picture of the programme: goals, coverage, funnel and effects for the province, a city or a county."""
