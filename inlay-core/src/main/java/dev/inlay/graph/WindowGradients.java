package dev.inlay.graph;

import dev.inlay.graph.Window.Conv;
import dev.inlay.graph.Window.ConvInputGrad;
import dev.inlay.graph.Window.ConvKernelGrad;
import dev.inlay.graph.Window.PoolGrad;

/** The gradients of convolution and pooling. */
final class WindowGradients {
  private WindowGradients() {}

  static void send(Window op, Node y, Node g, Backward to) {
    Graph graph = y.graph();
    Node first = y.input(0);
    switch (op) {
      // A convolution is linear in x and in the kernel, so its gradients are made of each other.
      case Conv conv -> {
        Node x = first;
        Node kernel = y.input(1);
        to.send(x, () -> graph.add(new ConvInputGrad(conv), g, kernel, x));
        to.send(kernel, () -> graph.add(new ConvKernelGrad(conv), g, x, kernel));
      }
      case ConvInputGrad(Conv conv) -> {
        Node kernel = y.input(1);
        to.send(first, () -> graph.add(conv, g, kernel));
        to.send(kernel, () -> graph.add(new ConvKernelGrad(conv), first, g, kernel));
      }
      case Window.ConvTranspose(Conv conv, _) -> {
        Node kernel = y.input(1);
        to.send(first, () -> graph.add(conv, g, kernel));
        to.send(kernel, () -> graph.add(new ConvKernelGrad(conv), first, g, kernel));
      }
      case ConvKernelGrad(Conv conv) -> {
        Node x = y.input(1);
        to.send(first, () -> graph.add(conv, x, g));
        to.send(x, () -> graph.add(new ConvInputGrad(conv), first, g, x));
      }
      case Window.Pool pool -> to.send(first, () -> graph.add(new PoolGrad(pool), g, first));
      case PoolGrad(Window.Pool pool) -> {
        if (pool.pooling() == Window.Pooling.MAX && y.inputs().stream().anyMatch(to::wants)) {
          throw Autodiff.underivable(y);
        }
        to.send(first, () -> graph.add(pool, g));
      }
    }
  }
}
