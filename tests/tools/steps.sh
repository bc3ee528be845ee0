# Steps with names, run side by side on the cores there are: sourced by tests/run.
#
#   step NAME NEEDS COMMAND...    NEEDS: the names of steps above that must have passed before, in one word
#   alone NAME COMMAND...         after every step above it and before every step below it, with nothing beside it
#   first NAME COMMAND...         at once, before any step, in sight and with the keyboard
#   run_steps                     runs what was declared, from the top down; the first failure ends the run
#
# What a step says is printed whole when it ends. $STEPS is a folder of the run's own: in it each step has a folder NAME
# with its log and `work`, whose name the step finds in $WORK. $SLOTS steps run at once: as many as there are cores.
# A step is a function or a program; a command of it that fails ends it, and its exit code says whether it passed.

names=()               # as they were declared
declare -A needs=()    # by name
declare -A commands=() # by name, quoted for the shell; taken away when the step starts
declare -A passed=()   # by name
declare -A running=()  # name by process
barrier=               # the step declared last that runs alone
begun=$EPOCHREALTIME

step() {
  local name=$1 need
  [ -z "${needs[$name]+x}" ] || { echo "two steps are called $name" >&2; exit 2; }
  for need in $2; do
    [ -n "${needs[$need]+x}" ] || { echo "$name needs $need, which is no step above it" >&2; exit 2; }
  done
  needs[$name]="$2 $barrier"
  shift 2
  commands[$name]=${*@Q}
  names+=("$name")
}

alone() {
  step "$1" "${names[*]}" "${@:2}"
  barrier=$1
}

first() {
  local name=$1 status
  shift
  mkdir -p "$STEPS/$name"
  printf '=== %s\n' "$name"
  set +e
  timed "$name" "${*@Q}"
  status=$?
  set -e
  echo "$name" >>"$STEPS/ended"
  [ "$status" -eq 0 ] || ended_badly "$name" "$status"
}

run_steps() {
  local name pid status
  set -m # each step is a group of processes
  trap 'interrupted' INT TERM HUP
  while :; do
    for name in "${names[@]}"; do
      [ ${#running[@]} -lt "${SLOTS:-$(nproc)}" ] || break
      if [ -n "${commands[$name]+x}" ] && may_start "$name"; then start "$name"; fi
    done
    [ ${#running[@]} -gt 0 ] || break
    wait -n -p pid "${!running[@]}" && status=0 || status=$?
    name=${running[$pid]}
    unset "running[$pid]"
    kill -KILL -- "-$pid" 2>/dev/null || true # what it left behind
    finish "$name" "$status"
  done
  table
}

may_start() {
  local need
  for need in ${needs[$1]}; do
    [ -n "${passed[$need]+x}" ] || return 1
  done
}

start() {
  local command=${commands[$1]}
  unset "commands[$1]"
  mkdir -p "$STEPS/$1/work"
  printf '    %s begins\n' "$1"
  (set +e; trap - INT TERM HUP; WORK=$STEPS/$1/work timed "$1" "$command") </dev/null >"$STEPS/$1/log" 2>&1 &
  running[$!]=$1
}

# Runs a command in a shell that an error ends, and keeps its seconds: wall, user, system. To be called where errors are
# let pass and not looked at (`set +e`, no `if`): otherwise the shell would pass over those of the command, too.
timed() {
  local TIMEFORMAT='%R %U %S' command=$2
  { time { (set -e; eval "$command") 2>&3; }; } 3>&2 2>"$STEPS/$1/seconds"
}

finish() { # NAME STATUS
  echo "$1" >>"$STEPS/ended"
  printf '\n=== %s: %s (%s)\n' "$1" "$([ "$2" -eq 0 ] && echo passed || echo FAILED)" "$(seconds "$1")"
  cat "$STEPS/$1/log"
  [ "$2" -eq 0 ] || ended_badly "$1" "$2"
  passed[$1]=yes
}

seconds() { awk '{ printf "%.1f s, CPU %.1f s", $1, $2 + $3 }' "$STEPS/$1/seconds"; }

# The name stands last: it is what one looks for.
ended_badly() {
  stop
  table
  printf '\ntests/run: failed at: %s (exit code %s)\n' "$1" "$2" >&2
  exit 1
}

interrupted() {
  trap '' INT TERM HUP
  stop
  printf '\ntests/run: interrupted\n' >&2
  exit 130
}

# Ends every step under way. A browser leaves the group of the step that started it, so they are found by descent.
stop() {
  [ ${#running[@]} -gt 0 ] || return 0
  local all try
  printf '    stopped: %s\n' "${running[*]}"
  mapfile -t all < <(descent "${!running[@]}")
  disown -a # or the shell would tell of each, too
  kill -TERM "${all[@]}" 2>/dev/null || true
  for try in {1..30}; do
    sleep 0.1
    kill -0 "${all[@]}" 2>/dev/null || break
  done
  mapfile -t -O "${#all[@]}" all < <(descent "${all[@]}")
  kill -KILL "${all[@]}" 2>/dev/null || true
  running=()
}

# These processes and all that descend from them.
descent() {
  cat /proc/[0-9]*/status 2>/dev/null | awk -v of="$*" '
    /^Pid:/ { pid = $2 }
    /^PPid:/ { parent[pid] = $2 }
    END {
      count = split(of, list)
      for (at = 1; at <= count; at++) known[list[at]]
      do {
        grown = 0
        for (pid in parent) if (!(pid in known) && (parent[pid] in known)) { known[pid]; grown = 1 }
      } while (grown)
      for (pid in known) print pid
    }'
}

table() {
  [ -e "$STEPS/ended" ] || return 0
  printf '\n%-32s %10s %10s\n' step 'wall s' 'CPU s'
  local name
  while read -r name; do
    awk -v name="$name" '{ printf "%-32s %10.1f %10.1f\n", name, $1, $2 + $3 }' "$STEPS/$name/seconds"
  done <"$STEPS/ended" | sort -k2 -rn | tee "$STEPS/table"
  awk -v begun="$begun" -v now="$EPOCHREALTIME" '{ cpu += $3 } END { printf "%-32s %10.1f %10.1f\n", "the whole run", now - begun, cpu }' "$STEPS/table"
}
