package chat.free4.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * Makes the kernel refuse system calls, as a container's filter does: seccomp(2), for one thread
 * that ends with the test.
 */
final class SystemCalls {
  private static final boolean IS_X86 = System.getProperty("os.arch").equals("amd64");
  static final int SENDMMSG = IS_X86 ? 307 : 269;
  static final int RECVMMSG = IS_X86 ? 299 : 243;
  static final int EVENTFD = IS_X86 ? 290 : 19;
  static final int SOCKET = IS_X86 ? 41 : 198;
  static final int EPOLL_PWAIT2 = 441;

  private static final int PR_SET_SECCOMP = 22;
  private static final int PR_SET_NO_NEW_PRIVS = 38;
  private static final int SECCOMP_MODE_FILTER = 2;
  private static final int SECCOMP_RET_ERRNO = 0x0005_0000;
  private static final int SECCOMP_RET_ALLOW = 0x7fff_0000;

  /** Of classic BPF: load a word, jump if equal, return. */
  private static final short LOAD = 0x20;

  private static final short JUMP_IF_EQUAL = 0x15;
  private static final short RETURN = 0x06;

  /** Of {@code seccomp_data}. */
  private static final int NUMBER = 0;

  private static final int FIRST_ARGUMENT = 16;

  private static final MethodHandle PRCTL =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("prctl"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.JAVA_LONG),
              Linker.Option.firstVariadicArg(1));

  private SystemCalls() {}

  /** What {@code action} returns on a thread whose system call {@code number} is refused so. */
  static <T> T whileRefused(int number, int errno, Callable<T> action) throws Exception {
    return run(() -> refuse(number, errno), action);
  }

  /** The same, for calls alone whose first argument is {@code argument}. */
  static <T> T whileRefusedWith(int number, int argument, int errno, Callable<T> action)
      throws Exception {
    return run(() -> refuseWith(number, argument, errno), action);
  }

  private static <T> T run(Runnable first, Callable<T> action) throws Exception {
    FutureTask<T> task =
        new FutureTask<>(
            () -> {
              first.run();
              return action.call();
            });
    Thread.ofPlatform().daemon().start(task);
    return task.get(30, TimeUnit.SECONDS);
  }

  private static void refuse(int number, int errno) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment filter = arena.allocate(4 * 8L, 8);
      instruction(filter, 0, LOAD, 0, 0, NUMBER);
      instruction(filter, 1, JUMP_IF_EQUAL, 0, 1, number);
      instruction(filter, 2, RETURN, 0, 0, SECCOMP_RET_ERRNO | errno);
      instruction(filter, 3, RETURN, 0, 0, SECCOMP_RET_ALLOW);
      install(arena, filter);
    }
  }

  private static void refuseWith(int number, int argument, int errno) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment filter = arena.allocate(6 * 8L, 8);
      instruction(filter, 0, LOAD, 0, 0, NUMBER);
      instruction(filter, 1, JUMP_IF_EQUAL, 0, 3, number);
      instruction(filter, 2, LOAD, 0, 0, FIRST_ARGUMENT);
      instruction(filter, 3, JUMP_IF_EQUAL, 0, 1, argument);
      instruction(filter, 4, RETURN, 0, 0, SECCOMP_RET_ERRNO | errno);
      instruction(filter, 5, RETURN, 0, 0, SECCOMP_RET_ALLOW);
      install(arena, filter);
    }
  }

  private static void install(Arena arena, MemorySegment filter) {
    MemorySegment program = arena.allocate(16, 8);
    program.set(ValueLayout.JAVA_SHORT, 0, (short) (filter.byteSize() / 8));
    program.set(ValueLayout.ADDRESS, 8, filter);
    call(PR_SET_NO_NEW_PRIVS, 1, 0);
    call(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, program.address());
  }

  private static void instruction(
      MemorySegment filter, int index, short code, int ifTrue, int ifFalse, int value) {
    long at = index * 8L;
    filter.set(ValueLayout.JAVA_SHORT, at, code);
    filter.set(ValueLayout.JAVA_BYTE, at + 2, (byte) ifTrue);
    filter.set(ValueLayout.JAVA_BYTE, at + 3, (byte) ifFalse);
    filter.set(ValueLayout.JAVA_INT, at + 4, value);
  }

  private static void call(int option, long first, long second) {
    int result;
    try {
      result = (int) PRCTL.invokeExact(option, first, second, 0L, 0L);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
    if (result != 0) {
      throw new AssertionError("prctl " + option + " is refused");
    }
  }
}
