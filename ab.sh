for i in 1 2; do bash /tmp/tables/cu.sh; CORE=/tmp/tables/new: bash /tmp/tables/cu.sh; done
