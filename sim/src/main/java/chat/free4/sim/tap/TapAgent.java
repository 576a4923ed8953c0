package chat.free4.sim.tap;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.Opcode;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A Java agent ({@code java.lang.instrument}) that has a real server write down all it receives:
 * the text of every WebSocket frame as TLS has left it, every datagram as it came, every packet of
 * voice as SRTP has left it, and every message of a data channel. The server's own code has no
 * place where this could be turned on: who wants it starts the JVM with this agent.
 */
public final class TapAgent {
  private static final ClassDesc TAP = ClassDesc.of(Tap.class.getName());
  private static final ClassDesc BATCH = ClassDesc.of("chat.free4.wire.PacketBatch");

  private TapAgent() {}

  /**
   * Called by the JVM before {@code main}.
   *
   * @param file where it is written down
   */
  public static void premain(String file, Instrumentation instrumentation) throws IOException {
    Tap.open(Path.of(file));
    instrumentation.addTransformer(new Transformer());
  }

  private static final class Transformer implements ClassFileTransformer {
    @Override
    public byte @Nullable [] transform(
        @Nullable ClassLoader loader,
        String name,
        @Nullable Class<?> redefined,
        @Nullable ProtectionDomain domain,
        byte[] bytes) {
      return switch (name) {
        case "chat/free4/server/rpc/RpcDecoder" ->
            with(bytes, "decode", atStart(TapAgent::tellText));
        case "chat/free4/sfu/MediaEngine" ->
            with(bytes, "handleDatagrams", atStart(TapAgent::tellDatagrams));
        case "chat/free4/rtc/srtp/CipherSrtpBackend" ->
            with(bytes, "unprotect", atEnd(TapAgent::tellPackets));
        case "chat/free4/sfu/DataFrame" -> with(bytes, "read", atStart(TapAgent::tellMessage));
        default -> null;
      };
    }
  }

  private static byte[] with(byte[] bytes, String method, CodeTransform code) {
    ClassFile files = ClassFile.of();
    ClassModel model = files.parse(bytes);
    MethodTransform inMethod = MethodTransform.transformingCode(code);
    return files.transformClass(
        model,
        ClassTransform.transformingMethods(
            found ->
                found.methodName().equalsString(method) && !isPrivate(found.flags().flagsMask()),
            inMethod));
  }

  private static boolean isPrivate(int flags) {
    return (flags & ClassFile.ACC_PRIVATE) != 0;
  }

  private static CodeTransform atStart(Consumer<CodeBuilder> tell) {
    return CodeTransform.ofStateful(
        () ->
            new CodeTransform() {
              @Override
              public void atStart(CodeBuilder builder) {
                tell.accept(builder);
              }

              @Override
              public void accept(CodeBuilder builder, CodeElement element) {
                builder.with(element);
              }
            });
  }

  private static CodeTransform atEnd(Consumer<CodeBuilder> tell) {
    return (builder, element) -> {
      if (element instanceof Instruction instruction && instruction.opcode() == Opcode.RETURN) {
        tell.accept(builder);
      }
      builder.with(element);
    };
  }

  /** {@code decode(String frame)}. */
  private static void tellText(CodeBuilder builder) {
    builder.aload(1).invokestatic(TAP, "text", taking(ConstantDescs.CD_String));
  }

  /** {@code handleDatagrams(long nowNanos, PacketBatch received)}: the time takes two places. */
  private static void tellDatagrams(CodeBuilder builder) {
    builder.aload(3).invokestatic(TAP, "datagrams", taking(BATCH));
  }

  /** {@code unprotect(PacketBatch packets, ...)}. */
  private static void tellPackets(CodeBuilder builder) {
    builder.aload(1).invokestatic(TAP, "packets", taking(BATCH));
  }

  /** Static {@code read(byte[] message)}. */
  private static void tellMessage(CodeBuilder builder) {
    builder.aload(0).invokestatic(TAP, "message", taking(ConstantDescs.CD_byte.arrayType()));
  }

  private static MethodTypeDesc taking(ClassDesc type) {
    return MethodTypeDesc.of(ConstantDescs.CD_void, type);
  }
}
