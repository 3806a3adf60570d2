package io.lethe.engine.transparency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class MerkleTreeTest {

  private static final int LEAVES = 200;

  /** Leaves and roots that implementations of RFC 6962 are commonly held against. */
  private static final List<String> PUBLISHED_LEAVES = List.of(
      "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
      "606162636465666768696a6b6c6d6e6f");
  private static final List<String> PUBLISHED_ROOTS = List.of(
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  private final MerkleTree tree = new MerkleTree();

  MerkleTreeTest() {
    for (int k = 0; k < LEAVES; k++) {
      tree.append(leaf(k));
    }
  }

  private static TreeHash leaf(int k) {
    return TreeHash.ofLeaf(ByteBuffer.allocate(Integer.BYTES).putInt(k).array());
  }

  private static MerkleTree published() {
    MerkleTree published = new MerkleTree();
    PUBLISHED_LEAVES
        .forEach(data -> published.append(TreeHash.ofLeaf(HexFormat.of().parseHex(data))));
    return published;
  }

  @Test
  void head_publishedLeaves_publishedRoots() {
    MerkleTree published = published();
    for (int size = 0; size < PUBLISHED_ROOTS.size(); size++) {
      assertEquals(PUBLISHED_ROOTS.get(size), published.head(size).root().toString());
    }
  }

  @Test
  void inclusionProof_publishedLeaves_publishedPaths() {
    assertEquals(
        List.of(
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"),
        texts(published().inclusionProof(0, 8)));
    assertEquals(
        List.of(
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
        texts(published().inclusionProof(5, 8)));
  }

  @Test
  void consistencyProof_publishedLeaves_publishedPaths() {
    assertEquals(
        List.of(
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"),
        texts(published().consistencyProof(2, 8)));
    assertEquals(
        List.of(
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
        texts(published().consistencyProof(6, 8)));
  }

  private static List<String> texts(List<TreeHash> path) {
    return path.stream().map(TreeHash::toString).toList();
  }

  /** The definition of RFC 9162, word for word, without anything kept. */
  private static TreeHash rootByDefinition(int from, int to) {
    if (to - from == 0) {
      return TreeHash.EMPTY;
    }
    if (to - from == 1) {
      return leaf(from);
    }
    int split = 1;
    while (2 * split < to - from) {
      split *= 2;
    }
    return TreeHash
        .ofNode(rootByDefinition(from, from + split), rootByDefinition(from + split, to));
  }

  @Test
  void head_everySize_asDefined() {
    for (int size = 0; size <= LEAVES; size++) {
      assertEquals(rootByDefinition(0, size), tree.head(size).root(), size + " leaves");
    }
  }

  @Test
  void includes_everyLeafOfEverySize_onlyWithItsOwnProof() {
    for (int size = 1; size <= LEAVES; size++) {
      TreeHead head = tree.head(size);
      for (int index = 0; index < size; index++) {
        List<TreeHash> path = tree.inclusionProof(index, size);
        String where = "leaf %d of %d".formatted(index, size);
        assertTrue(MerkleProofs.includes(head, leaf(index), index, path), where);
        assertFalse(MerkleProofs.includes(head, leaf(index + 1), index, path), where);
        assertFalse(MerkleProofs.includes(head, leaf(index), index + 1, path), where);
        assertFalse(MerkleProofs.includes(head, leaf(index), size, path), where);
        assertFalse(MerkleProofs.includes(head, leaf(index), -1, path), where);
        for (List<TreeHash> wrong : spoilt(path)) {
          assertFalse(MerkleProofs.includes(head, leaf(index), index, wrong), where);
        }
      }
    }
  }

  @Test
  void extend_everyPairOfSizes_onlyWithItsOwnProof() {
    for (int size = 0; size <= LEAVES; size++) {
      for (int older = 0; older <= size; older++) {
        TreeHead before = tree.head(older);
        TreeHead after = tree.head(size);
        List<TreeHash> path = tree.consistencyProof(older, size);
        String where = "from %d to %d".formatted(older, size);
        assertTrue(MerkleProofs.extend(before, after, path), where);
        TreeHead forged = new TreeHead(older, leaf(older));
        assertFalse(MerkleProofs.extend(forged, after, path) && older != 1, where);
        assertFalse(
            MerkleProofs.extend(before, new TreeHead(size, TreeHash.ofLeaf(new byte[7])), path)
                && older > 0,
            where);
        for (List<TreeHash> wrong : spoilt(path)) {
          assertFalse(MerkleProofs.extend(before, after, wrong), where);
        }
      }
    }
    assertFalse(MerkleProofs.extend(tree.head(5), tree.head(4), List.of()));
  }

  /** One hash changed, one left out, one too many. */
  private static List<List<TreeHash>> spoilt(List<TreeHash> path) {
    List<List<TreeHash>> spoilt = new ArrayList<>();
    for (int k = 0; k < path.size(); k++) {
      List<TreeHash> changed = new ArrayList<>(path);
      byte[] bytes = path.get(k).bytes();
      bytes[k % TreeHash.BYTES] ^= 4;
      changed.set(k, TreeHash.of(bytes));
      spoilt.add(changed);
      List<TreeHash> shorter = new ArrayList<>(path);
      shorter.remove(k);
      spoilt.add(shorter);
    }
    List<TreeHash> longer = new ArrayList<>(path);
    longer.add(leaf(3));
    spoilt.add(longer);
    return spoilt;
  }

  @Test
  void proofs_sizesThatNeverWere_refused() {
    assertThrows(IllegalArgumentException.class, () -> tree.head(LEAVES + 1));
    assertThrows(IllegalArgumentException.class, () -> tree.head(-1));
    assertThrows(IllegalArgumentException.class, () -> tree.inclusionProof(5, 5));
    assertThrows(IllegalArgumentException.class, () -> tree.inclusionProof(-1, 5));
    assertThrows(IllegalArgumentException.class, () -> tree.consistencyProof(6, 5));
    assertThrows(IllegalArgumentException.class, () -> tree.consistencyProof(-1, 5));
    assertThrows(IllegalArgumentException.class, () -> TreeHash.of(new byte[31]));
  }
}
