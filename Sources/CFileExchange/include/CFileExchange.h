#ifndef CASEBOOK_FILE_EXCHANGE_H
#define CASEBOOK_FILE_EXCHANGE_H

/// Exchanges two directory entries in one step, so that no reader ever finds either name absent.
/// Returns 0, or -1 with `errno` set (ENOSYS and EINVAL where the file system cannot do it).
int casebook_exchange(const char *first, const char *second);

#endif
