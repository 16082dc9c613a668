"""Facebook's Graph API: what the unmodified facebook-sdk needs around it to be trusted."""
