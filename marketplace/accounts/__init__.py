"""People and bodies: users, organisations, memberships, sign-in, invitations and API tokens."""
