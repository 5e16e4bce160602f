"""What people do, one function each: permission first, then one transaction. Nothing goes round it."""
