//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package publish

import (
	"errors"
	"os"
	"syscall"
)

// direct opens a file as one that is never waited for, as none of a disk is:
// otherwise Go tries whether it can be, with four calls to the system each
// time.
const direct = syscall.O_NONBLOCK

// tryLock locks f until it is closed or the process ends.
func tryLock(f *os.File) error {
	for {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		switch err {
		case syscall.EINTR:
			continue
		case syscall.EWOULDBLOCK:
			return errors.New("another build is writing there: wait until it has ended")
		case nil:
			return nil
		}
		return os.NewSyscallError("flock", err)
	}
}
