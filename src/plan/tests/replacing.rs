//! Machines that fail, vanish or are not what is wanted.
