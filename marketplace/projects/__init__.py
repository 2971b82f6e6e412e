"""From an owner's choice to the acceptance of the work: enquiry, contract, milestones, settlement, rating."""
