package dev.inlay.data;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A queue of limited length from one thread to another. A giver who found it full is woken when
 * half of it is taken, not at every item: to wake a thread takes as long as a small step of
 * training.
 */
final class Handover<T> {
  private final int length;
  private final Queue<T> items;
  private final Lock lock = new ReentrantLock();
  private final Condition notEmpty = lock.newCondition();
  private final Condition halfEmpty = lock.newCondition();

  Handover(int length) {
    this.length = length;
    this.items = new ArrayDeque<>(length);
  }

  void put(T item) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (items.size() == length) {
        while (items.size() > length / 2) {
          halfEmpty.await();
        }
      }
      items.add(item);
      notEmpty.signal();
    } finally {
      lock.unlock();
    }
  }

  T take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (items.isEmpty()) {
        notEmpty.await();
      }
      T item = items.remove();
      if (items.size() <= length / 2) {
        halfEmpty.signal();
      }
      return item;
    } finally {
      lock.unlock();
    }
  }
}
