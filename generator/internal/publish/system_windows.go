package publish

import (
	"errors"
	"os"
	"syscall"
	"unsafe"
)

const direct = 0 // see system_unix.go

var lockFileEx = syscall.NewLazyDLL("kernel32.dll").NewProc("LockFileEx")

const (
	failImmediately = 0x1 // LOCKFILE_FAIL_IMMEDIATELY
	exclusiveLock   = 0x2 // LOCKFILE_EXCLUSIVE_LOCK

	errLockViolation = syscall.Errno(33) // ERROR_LOCK_VIOLATION
)

// tryLock locks f until it is closed or the process ends.
func tryLock(f *os.File) error {
	var at syscall.Overlapped
	ok, _, err := lockFileEx.Call(f.Fd(), failImmediately|exclusiveLock, 0, 1, 0, uintptr(unsafe.Pointer(&at)))
	switch {
	case ok != 0:
		return nil
	case err == errLockViolation || err == syscall.ERROR_IO_PENDING:
		return errors.New("another build is writing there: wait until it has ended")
	}
	return os.NewSyscallError("LockFileEx", err)
}
