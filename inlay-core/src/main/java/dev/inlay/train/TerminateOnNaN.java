package dev.inlay.train;

/**
 * Ends a fit in peace when a loss is a NaN or an infinity: the model keeps the weights that it had
 * before that step, and the fit returns its history. Without this callback such a fit ends with an
 * exception that tells where the number came from.
 */
public record TerminateOnNaN() implements Callback {
  private static final System.Logger LOG = System.getLogger(TerminateOnNaN.class.getName());

  public static TerminateOnNaN of() {
    return new TerminateOnNaN();
  }

  @Override
  public Observer start(Training training) {
    return new Observer() {
      @Override
      public boolean nonFinite(int batch, String what) {
        LOG.log(System.Logger.Level.WARNING, "batch {0} ends the fit: {1}", batch, what);
        return true;
      }
    };
  }
}
