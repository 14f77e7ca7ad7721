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
    char message[4096];
    size_t length;
    int status;
    // The lowest address of the stack; 0 on a thread that is not guarded.
    uintptr_t stack_end;
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
    if (end && fault + reach > end && fault < end + reach) {
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

struct run {
    void (*body)(void *);
    void *context;
    void *handler_stack;
    int status;
};

static void *run(void *argument) {
    struct run *run = argument;
    stack_t stack = {.ss_sp = run->handler_stack, .ss_size = handler_stack_size, .ss_flags = 0};
    if (sigaltstack(&stack, NULL) == 0) {
        guard.status = run->status;
        guard.stack_end = end_of_stack();
    }
    run->body(run->context);
    guard.stack_end = 0;
    stack.ss_flags = SS_DISABLE;
    sigaltstack(&stack, NULL);
    return NULL;
}

int casebook_stack_guard_run(void (*body)(void *), void *context, size_t stack_size, int status) {
    pthread_once(&installed, install);
    struct run argument = {body, context, malloc(handler_stack_size), status};
    if (!argument.handler_stack) return -1;
    pthread_attr_t attributes;
    pthread_t thread;
    int failure = pthread_attr_init(&attributes);
    if (!failure) {
        failure = pthread_attr_setstacksize(&attributes, stack_size);
        if (!failure) failure = pthread_create(&thread, &attributes, run, &argument);
        pthread_attr_destroy(&attributes);
    }
    if (!failure) pthread_join(thread, NULL);
    free(argument.handler_stack);
    return failure ? -1 : 0;
}

void casebook_stack_guard_set_message(const char *message, size_t length) {
    guard.length = length < sizeof guard.message ? length : sizeof guard.message;
    memcpy(guard.message, message, guard.length);
}
