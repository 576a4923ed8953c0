package chat.free4.server.metrics;

import com.sun.management.OperatingSystemMXBean;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/** The basics of the virtual machine, named as Prometheus's own JVM metrics are. */
final class JvmMetrics {
  private static final double MILLIS_A_SECOND = 1000.0;
  private static final double NANOS_A_SECOND = 1e9;

  private JvmMetrics() {}

  static void register(PrometheusRegistry registry) {
    GaugeWithCallback.builder()
        .name("jvm_memory_used_bytes")
        .help("Memory in use.")
        .labelNames("area")
        .callback(
            callback -> {
              var memory = ManagementFactory.getMemoryMXBean();
              callback.call((double) memory.getHeapMemoryUsage().getUsed(), "heap");
              callback.call((double) memory.getNonHeapMemoryUsage().getUsed(), "nonheap");
            })
        .register(registry);
    GaugeWithCallback.builder()
        .name("jvm_buffer_pool_used_bytes")
        .help("Memory of buffers outside the heap.")
        .labelNames("pool")
        .callback(
            callback -> {
              for (BufferPoolMXBean pool :
                  ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
                callback.call((double) pool.getMemoryUsed(), pool.getName());
              }
            })
        .register(registry);
    CounterWithCallback.builder()
        .name("jvm_gc_collection_seconds_total")
        .help("Time spent in collections.")
        .labelNames("gc")
        .callback(
            callback -> {
              for (GarbageCollectorMXBean gc : ManagementFactory.getGarbageCollectorMXBeans()) {
                callback.call(gc.getCollectionTime() / MILLIS_A_SECOND, gc.getName());
              }
            })
        .register(registry);
    GaugeWithCallback.builder()
        .name("jvm_threads_current")
        .help("Platform threads.")
        .callback(callback -> callback.call(ManagementFactory.getThreadMXBean().getThreadCount()))
        .register(registry);
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      CounterWithCallback.builder()
          .name("process_cpu_seconds_total")
          .help("Processor time of the process, user and system.")
          .callback(callback -> callback.call(system.getProcessCpuTime() / NANOS_A_SECOND))
          .register(registry);
    }
    GaugeWithCallback.builder()
        .name("process_uptime_seconds")
        .help("Since the process began.")
        .callback(
            callback ->
                callback.call(ManagementFactory.getRuntimeMXBean().getUptime() / MILLIS_A_SECOND))
        .register(registry);
  }
}
