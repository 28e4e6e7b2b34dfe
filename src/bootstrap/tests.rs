//! What stands in the user-data of a cluster's machines.
