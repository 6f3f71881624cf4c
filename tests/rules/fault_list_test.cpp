#include <preflight/facts/fault.hpp>

#include "harness/catch.hpp"
#include "sniff/crafted/same_facts.hpp"

using namespace preflight;

TEST_CASE("a fault is kept with all that it says") {
  const fault complete{.kind = fault_kind::malformed,
                       .what = "has a wrong CRC",
                       .clause = "PNG 5.3",
                       .offset = 1,
                       .expected = 2,
                       .actual = 3,
                       .has_numbers = true,
                       .is_bound = true,
                       .ceiling = ceiling::seconds,
                       .chunk = 4,
                       .is_checksum = true};
  fault_list faults;
  faults.add(complete);
  CHECK(crafted::same(faults.first(fault_kind::malformed), &complete));

  fault later = complete;
  later.offset = 9;
  faults.add(later);
  CHECK(crafted::same(faults.first(fault_kind::malformed), &complete));
}
