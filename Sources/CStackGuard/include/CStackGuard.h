#ifndef CASEBOOK_STACK_GUARD_H
#define CASEBOOK_STACK_GUARD_H

#include <stddef.h>

/// Runs a function to its end on a thread of its own, whose stack has a size that no limit of the shell
/// changes.
///
/// An overflow of this stack writes the message that `casebook_stack_guard_set_message` was last given there
/// to standard error, and ends the process with a status. Returns 0, or -1 where there could be no such thread:
/// then the function was not called.
int casebook_stack_guard_run(void (*body)(void *context), void *context, size_t stack_size, int status);

/// Says what an overflow of the calling thread's stack writes; longer messages are cut. The bytes are copied.
void casebook_stack_guard_set_message(const char *message, size_t length);

#endif
