//! Private files: their modes, and what stands after something went wrong.

use super::*;
