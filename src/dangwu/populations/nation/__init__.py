"""Scale runs: any number of organisations with the proportions published for the nation."""
