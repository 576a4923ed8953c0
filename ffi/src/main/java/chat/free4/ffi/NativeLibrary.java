package chat.free4.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A shared library that may be missing, or of another version than we know. It is asked for its
 * functions by class initialisers, which must not fail: what is missing becomes {@link #problem},
 * and a handle that is not to be called.
 */
final class NativeLibrary {
  private final String fileName;
  private final @Nullable SymbolLookup symbols;
  private @Nullable String problem;

  private NativeLibrary(String fileName, @Nullable SymbolLookup symbols, @Nullable String problem) {
    this.fileName = fileName;
    this.symbols = symbols;
    this.problem = problem;
  }

  /** Loads a library for the life of the process. */
  static NativeLibrary open(String fileName) {
    try {
      return new NativeLibrary(
          fileName, SymbolLookup.libraryLookup(fileName, Arena.global()), null);
    } catch (IllegalArgumentException e) {
      return new NativeLibrary(fileName, null, fileName + " is not installed");
    }
  }

  /** Why it cannot be used, in a few words for a log; null when nothing is known against it. */
  @Nullable String problem() {
    return problem;
  }

  /** Notes why it cannot be used; the first reason stands. */
  void refuse(String why) {
    if (problem == null) {
      problem = why;
    }
  }

  /** A function by its name. */
  MethodHandle function(String name, FunctionDescriptor descriptor, Linker.Option... options) {
    if (symbols != null) {
      Optional<MemorySegment> address = symbols.find(name);
      if (address.isPresent()) {
        return Linker.nativeLinker().downcallHandle(address.get(), descriptor, options);
      }
      refuse(fileName + " has no " + name);
    }
    return MethodHandles.empty(descriptor.toMethodType());
  }

  /** A function by its address, which the library has given. */
  MethodHandle function(
      MemorySegment address, FunctionDescriptor descriptor, Linker.Option... options) {
    if (problem != null) {
      return MethodHandles.empty(descriptor.toMethodType());
    }
    return Linker.nativeLinker().downcallHandle(address, descriptor, options);
  }

  /** What a handle threw, which none of ours does. */
  static IllegalStateException bug(Throwable thrown) {
    return new IllegalStateException("a native call was refused", thrown);
  }
}
