package io.lethe.store.checkpoint;

import io.lethe.engine.ids.PagedIds;
import io.lethe.store.disk.DamagedFileException;
import io.lethe.store.disk.FileInput;
import io.lethe.store.disk.FileOutput;
import io.lethe.store.format.IdList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where one side's ids differ from the parent's: an erased id is empty.
 *
 * @param size ids of the side
 * @param indices where they differ, ascending
 * @param ids the new ones
 */
record IdChanges(int size, int[] indices, List<String> ids) {

  /** The difference between lists; empty if they are not equally long. Costs the pages that differ. */
  static Optional<IdChanges> between(List<String> before, List<String> after) {
    if (before.size() != after.size()) {
      return Optional.empty();
    }
    int[] indices = PagedIds.of(after).differing(PagedIds.of(before));
    List<String> ids = Arrays.stream(indices).mapToObj(after::get).toList();
    return Optional.of(new IdChanges(after.size(), indices, ids));
  }

  /** Whether ids were taken away, and none came. */
  boolean isErasure() {
    return ids.stream().allMatch(String::isEmpty);
  }

  List<String> applyTo(List<String> parent) throws DamagedFileException {
    if (parent.size() != size) {
      throw new DamagedFileException(
          CheckpointFiles.IDS, "%d ids where the parent has %d".formatted(size, parent.size()));
    }
    List<String> changed = new ArrayList<>(parent);
    for (int k = 0; k < indices.length; k++) {
      changed.set(indices[k], ids.get(k));
    }
    return changed;
  }

  void write(FileOutput out) throws IOException {
    out.writeInt(size);
    out.writeInt(indices.length);
    out.write(indices, indices.length);
    IdList.write(out, ids);
  }

  static IdChanges read(FileInput in) throws IOException, DamagedFileException {
    int size = in.readInt();
    int[] indices = RowChanges.readAscending(in, size);
    return new IdChanges(size, indices, IdList.read(in, indices.length));
  }
}
