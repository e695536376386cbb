"""What all parts of the fault harness share: a queue of its own for each trial, its processes as
/proc shows them, faults in system calls, machines made of namespaces, and the report."""
