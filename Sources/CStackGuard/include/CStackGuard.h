#ifndef CASEBOOK_STACK_GUARD_H
#define CASEBOOK_STACK_GUARD_H

#include <stddef.h>

/// From here to `casebook_stack_guard_end` on the same thread, an overflow of its stack writes a message to
/// standard error and ends the process with a status, where it would otherwise crash.
///
/// The message must stay where it is until the end. Calls do not nest. Returns 0, or -1 where there is no
/// guard: then an overflow crashes as it always does.
int casebook_stack_guard_begin(const char *message, size_t length, int status);

/// Takes the guard away again.
void casebook_stack_guard_end(void);

#endif
