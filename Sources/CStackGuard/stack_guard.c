#define _GNU_SOURCE
#include "CStackGuard.h"

#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    // The handler needs a stack of its own: the thread's is used up.
    handler_stack_size = 64 * 1024,
    // How far from the end of the stack a fault still means that it overflowed: one frame may be large.
    reach = 1024 * 1024,
};

struct guard {
    const char *message;
    size_t length;
    int status;
    uintptr_t stack_end;
    void *handler_stack;
    stack_t former;
};

static _Thread_local struct guard guard;
static pthread_once_t installed = PTHREAD_ONCE_INIT;
static struct sigaction former_segv, former_bus;

static uintptr_t end_of_stack(void) {
#if defined(__APPLE__)
    pthread_t self = pthread_self();
    return (uintptr_t)pthread_get_stackaddr_np(self) - pthread_get_stacksize_np(self);
#else
    pthread_attr_t attributes;
    void *address = NULL;
    size_t size = 0;
    if (pthread_getattr_np(pthread_self(), &attributes) != 0) return 0;
    pthread_attr_getstack(&attributes, &address, &size);
    pthread_attr_destroy(&attributes);
    return (uintptr_t)address;
#endif
}

static void handle(int number, siginfo_t *info, void *context) {
    (void)context;
    uintptr_t fault = (uintptr_t)info->si_addr;
    uintptr_t end = guard.stack_end;
    if (guard.handler_stack && end && fault + reach > end && fault < end + reach) {
        size_t offset = 0;
        while (offset < guard.length) {
            ssize_t written = write(STDERR_FILENO, guard.message + offset, guard.length - offset);
            if (written <= 0) break;
            offset += (size_t)written;
        }
        _exit(guard.status);
    }
    // Not ours: the fault happens once more, and is handled as it was before.
    sigaction(number, number == SIGSEGV ? &former_segv : &former_bus, NULL);
}

static void install(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = handle;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    sigaction(SIGSEGV, &action, &former_segv);
    sigaction(SIGBUS, &action, &former_bus);
}

int casebook_stack_guard_begin(const char *message, size_t length, int status) {
    pthread_once(&installed, install);
    guard.message = message;
    guard.length = length;
    guard.status = status;
    guard.stack_end = end_of_stack();
    guard.handler_stack = malloc(handler_stack_size);
    if (!guard.handler_stack) return -1;
    stack_t stack = {.ss_sp = guard.handler_stack, .ss_size = handler_stack_size, .ss_flags = 0};
    if (sigaltstack(&stack, &guard.former) != 0) {
        free(guard.handler_stack);
        guard.handler_stack = NULL;
        return -1;
    }
    return 0;
}

void casebook_stack_guard_end(void) {
    if (!guard.handler_stack) return;
    sigaltstack(&guard.former, NULL);
    free(guard.handler_stack);
    guard.handler_stack = NULL;
}
