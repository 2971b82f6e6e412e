"""Papers of a project as values: contract, acceptance, settlement, renovation plan."""
