package chat.free4.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * The calls of the C library that datagrams need, as section 2 of the manual has them. Each returns
 * what the kernel itself does: the result, or the error's number below zero.
 *
 * <p>Pointers go as numbers, so that a call makes no object; the segment of {@link #newState},
 * which every call takes, holds the memory: what it points to must be of the same arena. An arena
 * in use by a call cannot be closed, and a call on a closed one throws before it reaches the
 * kernel. So what belongs to a descriptor is freed first and the descriptor closed after it.
 *
 * <p>None but the clock is linked as critical: the thread's two transitions cost some nanoseconds,
 * a call that sends costs a microsecond a datagram, and no collection may wait for that.
 *
 * <p>To be touched only when {@link UdpSupport} has found everything: initialisation fails
 * otherwise.
 */
final class Libc {
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

  private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
  private static final long ERRNO = STATE.byteOffset(PathElement.groupElement("errno"));

  private static final MethodHandle SOCKET = link("socket", INT, INT, INT);
  private static final MethodHandle SETSOCKOPT = link("setsockopt", INT, INT, INT, LONG, INT);
  private static final MethodHandle BIND = link("bind", INT, LONG, INT);
  private static final MethodHandle CONNECT = link("connect", INT, LONG, INT);
  private static final MethodHandle GETSOCKNAME = link("getsockname", INT, LONG, LONG);
  private static final MethodHandle RECVMMSG = link("recvmmsg", INT, LONG, INT, INT, LONG);
  private static final MethodHandle SENDMMSG = link("sendmmsg", INT, LONG, INT, INT);
  private static final MethodHandle EPOLL_CREATE1 = link("epoll_create1", INT);
  private static final MethodHandle EPOLL_CTL = link("epoll_ctl", INT, INT, INT, LONG);
  private static final MethodHandle EPOLL_WAIT = link("epoll_wait", INT, LONG, INT, INT);
  private static final MethodHandle EVENTFD = link("eventfd", INT, INT);
  private static final MethodHandle CLOSE = link("close", INT);

  /** glibc 2.35, Linux 5.11. */
  private static final @Nullable MethodHandle EPOLL_PWAIT2 =
      Linker.nativeLinker().defaultLookup().find("epoll_pwait2").isPresent()
          ? link("epoll_pwait2", INT, LONG, INT, LONG, LONG)
          : null;

  private static final MethodHandle READ = linkSized("read");
  private static final MethodHandle WRITE = linkSized("write");
  private static final MethodHandle CLOCK_GETTIME =
      Linker.nativeLinker()
          .downcallHandle(
              find("clock_gettime"),
              FunctionDescriptor.of(INT, INT, ValueLayout.ADDRESS),
              Linker.Option.critical(false));

  private Libc() {}

  private static MemorySegment find(String name) {
    return Linker.nativeLinker().defaultLookup().findOrThrow(name);
  }

  private static MethodHandle link(String name, MemoryLayout... parameters) {
    return Linker.nativeLinker()
        .downcallHandle(
            find(name),
            FunctionDescriptor.of(INT, parameters),
            Linker.Option.captureCallState("errno"));
  }

  /** {@code ssize_t name(int, void *, size_t)}. */
  private static MethodHandle linkSized(String name) {
    return Linker.nativeLinker()
        .downcallHandle(
            find(name),
            FunctionDescriptor.of(LONG, INT, LONG, LONG),
            Linker.Option.captureCallState("errno"));
  }

  /** What calls of one thread at a time leave their error's number in. */
  static MemorySegment newState(Arena arena) {
    return arena.allocate(STATE);
  }

  private static int resultOf(int returned, MemorySegment state) {
    return returned >= 0 ? returned : -state.get(INT, ERRNO);
  }

  /** A handle's signature lets anything through; what comes is a closed arena, or a bug. */
  private static RuntimeException unchecked(Throwable thrown) {
    if (thrown instanceof Error e) {
      throw e;
    }
    if (thrown instanceof RuntimeException e) {
      return e;
    }
    throw new AssertionError(thrown);
  }

  static int socket(MemorySegment state, int family, int type) {
    try {
      return resultOf((int) SOCKET.invokeExact(state, family, type, 0), state);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  static int setsockopt(
      MemorySegment state, int descriptor, int level, int name, long value, int bytes) {
    try {
      return resultOf(
          (int) SETSOCKOPT.invokeExact(state, descriptor, level, name, value, bytes), state);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  static int bind(MemorySegment state, int descriptor, long address, int bytes) {
    try {
      return resultOf((int) BIND.invokeExact(state, descriptor, address, bytes), state);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  static int connect(MemorySegment state, int descriptor, long address, int bytes) {
    try {
      return resultOf((int) CONNECT.invokeExact(state, descriptor, address, bytes), state);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  static int getsockname(MemorySegment state, int descriptor, long address, long bytes) {
    try {
      return resultOf((int) GETSOCKNAME.invokeExact(state, descriptor, address, bytes), state);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  static int recvmmsg(MemorySegment state, int descriptor, long messages, int count, int flags) {
    try {
      return resultOf(
          (int) RECVMMSG.invokeExact(state, descriptor, messages, count, flags, 0L), state);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  static int sendmmsg(MemorySegment state, int descriptor, long messages, int count, int flags) {
    try {
      return resultOf((int) SENDMMSG.invokeExact(state, descriptor, messages, count, flags), state);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  static int epollCreate(MemorySegment state, int flags) {
    try {
      return resultOf((int) EPOLL_CREATE1.invokeExact(state, flags), state);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  static int epollControl(
      MemorySegment state, int epoll, int operation, int descriptor, long event) {
    try {
      return resultOf(
          (int) EPOLL_CTL.invokeExact(state, epoll, operation, descriptor, event), state);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  static int epollWait(MemorySegment state, int epoll, long events, int count, int millis) {
    try {
      return resultOf((int) EPOLL_WAIT.invokeExact(state, epoll, events, count, millis), state);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  /** As {@link #epollWait}, with a timespec; {@code ENOSYS} where the library is older than it. */
  static int epollWaitPrecisely(
      MemorySegment state, int epoll, long events, int count, long timespec) {
    if (EPOLL_PWAIT2 == null) {
      return -Errno.ENOSYS;
    }
    try {
      return resultOf(
          (int) EPOLL_PWAIT2.invokeExact(state, epoll, events, count, timespec, 0L), state);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  static int eventfd(MemorySegment state, int initial, int flags) {
    try {
      return resultOf((int) EVENTFD.invokeExact(state, initial, flags), state);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  static int read(MemorySegment state, int descriptor, long buffer, long bytes) {
    try {
      return resultOf((int) (long) READ.invokeExact(state, descriptor, buffer, bytes), state);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  static int write(MemorySegment state, int descriptor, long buffer, long bytes) {
    try {
      return resultOf((int) (long) WRITE.invokeExact(state, descriptor, buffer, bytes), state);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  /** Takes no memory of its caller's: it is closed when that is gone. */
  static void close(int descriptor) {
    try (Arena arena = Arena.ofConfined()) {
      int ignored = (int) CLOSE.invokeExact(newState(arena), descriptor);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  /** Writes a clock's time into {@code timespec}; its few nanoseconds stay in user space. */
  static void clockGettime(int clock, MemorySegment timespec) {
    try {
      int ignored = (int) CLOCK_GETTIME.invokeExact(clock, timespec);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }
}
