-- A list of a principal's erasures in their order, and of those that name one person.
CREATE INDEX erasure_of_principal ON erasure (requester, sequence);
CREATE INDEX tombstones_of_one ON erasure_tombstones (encode(digests, 'hex'))
  WHERE length(digests) = 32;
