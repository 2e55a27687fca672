"""People who sign in, the organisations they act for, their roles, and agreements between organisations."""
