"""General contractors, SaaS providers and platform operators, with partners and cases."""
