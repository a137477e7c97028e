"""Side-by-side measurements that anyone can rerun; every figure of speed or memory in the README comes from here."""
