"""What JavaScript gets: tests/embedding/npm/library, run by node."""

import npm_package

if __name__ == "__main__":
    npm_package.run_node_tests("library")
