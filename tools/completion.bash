# bash completion for banchi

# The names of the portals of the workspace that the current folder lies in.
_banchi_portals() {
    local folder=$PWD
    while [[ -n $folder && ! -f $folder/catalog.json ]]; do folder=${folder%/*}; done
    echo sandbox
    jq -r '.portals // {} | keys[]' "$folder/catalog.json" 2>/dev/null
}

_banchi() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command= action= i
    case $before in
    -C | --directory) COMPREPLY=($(compgen -d -- "$word")); return ;;
    --lang) COMPREPLY=($(compgen -W 'th en' -- "$word")); return ;;
    --from) COMPREPLY=($(compgen -W 'tis-620 windows-874 utf-16le utf-16be utf-8' -- "$word")); return ;;
    --portal) COMPREPLY=($(compgen -W "$(_banchi_portals)" -- "$word")); return ;;
    --fail-on) COMPREPLY=($(compgen -W 'error warning' -- "$word")); return ;;
    --allow) COMPREPLY=($(compgen -W 'withdraw remove-resource' -- "$word")); return ;;
    --cacert | -o | --output) COMPREPLY=($(compgen -f -- "$word")); return ;;
    --profile) COMPREPLY=($(compgen -f -W 'ckan thai-gdc-1.4 thai-gdc-2.1 thai-gdc-2.2' -- "$word")); return ;;
    --lines | --rejects | --ics | --html) COMPREPLY=($(compgen -f -- "$word")); return ;;
    --threads | --limit | --key | --due | --today | --column | --by | --reason | --until | --organization | --to | --port | --name | --title | --match | --fault) return ;;
    esac
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
        -C | --directory | --lang | --portal | -o | --output | --profile | --lines | --rejects | --threads | --limit | --fail-on | --from | --key | --due | --ics | --html | --today | --column | --by | --reason | --until | --cacert | --organization | --to) ((i++)) ;;
        -*) ;;
        *) command=${COMP_WORDS[i]}; break ;;
        esac
    done
    if [[ -z $command ]]; then
        COMPREPLY=($(compgen -W "$(banchi help 2>/dev/null | sed -n 's/^  \([a-z]*\)  .*/\1/p') --help --version" -- "$word"))
    elif [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W "$(banchi help "$command" 2>/dev/null | grep -o -- '--[a-z-]*')" -- "$word"))
    else
        case $command in
        schema)
            while ((++i < COMP_CWORD)); do
                case ${COMP_WORDS[i]} in check | pull | show | test) action=${COMP_WORDS[i]}; break ;; esac
            done
            case $action in
            '') COMPREPLY=($(compgen -W 'check pull show test' -- "$word")) ;;
            check | test) COMPREPLY=($(compgen -f -- "$word")) ;;
            esac ;;
        convert | describe) COMPREPLY=($(compgen -f -X '!*.csv' -- "$word") $(compgen -d -- "$word")) ;;
        login | logout) COMPREPLY=($(compgen -W "$(_banchi_portals)" -- "$word")) ;;
        explain | waive)
            if [[ $command == waive && $before != waive ]]; then COMPREPLY=($(compgen -f -- "$word"))
            else COMPREPLY=($(compgen -W "$(banchi explain 2>/dev/null | grep -oE '^[A-Z][0-9]{3}')" -- "$word")); fi ;;
        approve) COMPREPLY=($(compgen -f -- "$word")) ;;
        help) COMPREPLY=($(compgen -W "$(banchi help 2>/dev/null | sed -n 's/^  \([a-z]*\)  .*/\1/p')" -- "$word")) ;;
        show | set | status | fmt | validate | plan | publish | adopt | verify | pull | history | restore)
            COMPREPLY=($(compgen -W "$(banchi list 2>/dev/null | cut -d' ' -f1)" -- "$word"))
            [[ $command != plan && $command != publish ]] || COMPREPLY+=($(compgen -f -X '!*.json' -- "$word")) ;; # a kept plan
        esac
    fi
}
complete -F _banchi banchi
